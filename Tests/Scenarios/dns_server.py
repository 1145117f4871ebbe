"""A DNS server on 127.0.0.1 for the scenarios: it answers from a table, over UDP and TCP."""

import socket
import socketserver
import struct
import threading

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset


class DNSServer:
    """`zone` maps (name, type) to a list of records as zone files have them; it may be changed while it runs.

    `fails` makes it answer SERVFAIL to everything. `questions` are the names asked for.
    """

    def __init__(self, zone):
        self.zone = zone
        self.fails = False
        self.questions = []
        self._udp = socketserver.ThreadingUDPServer(("127.0.0.1", 0), self._handler(self._over_udp))
        self.port = self._udp.server_address[1]
        self._tcp = socketserver.ThreadingTCPServer(("127.0.0.1", self.port), self._handler(self._over_tcp))
        for server in (self._udp, self._tcp):
            server.daemon_threads = True
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for server in (self._udp, self._tcp):
            server.shutdown()
            server.server_close()

    @staticmethod
    def _handler(serve):
        return type("Handler", (socketserver.BaseRequestHandler,), {"handle": lambda handler: serve(handler)})

    def _answer(self, wire):
        asked = dns.message.from_wire(wire)
        answer = dns.message.make_response(asked)
        question = asked.question[0]
        name, kind = question.name.to_text(omit_final_dot=True).lower(), dns.rdatatype.to_text(question.rdtype)
        self.questions.append(name)
        if self.fails:
            answer.set_rcode(dns.rcode.SERVFAIL)
        elif (name, kind) in self.zone:
            answer.answer.append(dns.rrset.from_text_list(question.name, 60, "IN", kind, self.zone[name, kind]))
        elif not any(known == name for known, _ in self.zone):
            answer.set_rcode(dns.rcode.NXDOMAIN)
        return asked, answer

    def _over_udp(self, request):
        packet, connection = request.request
        asked, answer = self._answer(packet)
        wire = answer.to_wire(max_size=65535)
        if len(wire) > max(asked.payload, 512):
            answer.answer.clear()
            answer.flags |= dns.flags.TC
            wire = answer.to_wire()
        connection.sendto(wire, request.client_address)

    def _over_tcp(self, request):
        connection = request.request
        (size,) = struct.unpack("!H", connection.recv(2, socket.MSG_WAITALL))
        _, answer = self._answer(connection.recv(size, socket.MSG_WAITALL))
        wire = answer.to_wire(max_size=65535)
        connection.sendall(struct.pack("!H", len(wire)) + wire)
