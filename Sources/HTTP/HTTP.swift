// HTTP: the embedded web server edge: requests in, responses out, limits kept.
//
// Knows no page and no list. Touches: libmicrohttpd, which no other room imports. Standards: RFC 9110, RFC 9112,
// RFC 7578 (multipart/form-data).
//
// libmicrohttpd parses the head. What it lets pass is judged in `RequestHead`; what it does not show (a NUL behind which a value
// ends, a header field without a name) changes no framing but that of its own sender, since proxies refuse such requests.
