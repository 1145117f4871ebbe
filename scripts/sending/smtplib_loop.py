"""The sender that everybody writes first: smtplib, one connection, a personal message for each reader.

    smtplib_loop.py PORT MESSAGES BYTES
"""

import smtplib
import sys

port, messages, size = map(int, sys.argv[1:])
line = "The programme of loans for small firms opens again in March.\r\n"
with smtplib.SMTP("127.0.0.1", port) as server:
    for number in range(messages):
        head = (
            f"From: news@example.org\r\nTo: reader{number}@example.org\r\nSubject: News\r\n"
            f"Message-ID: <{number}@example.org>\r\n\r\nDear reader {number},\r\n")
        text = (head + line * (size // len(line) + 1))[:size - 2] + "\r\n"
        server.sendmail("news@example.org", [f"reader{number}@example.org"], text)
