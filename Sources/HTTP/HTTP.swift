// HTTP: the embedded web server edge: requests in, responses out, limits kept.
//
// Knows no page and no list. Touches: libmicrohttpd, which no other room imports. Standards: RFC 9110, RFC 9112,
// RFC 7578 (multipart/form-data).
