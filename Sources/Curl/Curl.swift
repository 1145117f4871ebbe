// Curl: the one wrapper around libcurl.
//
// For SMTP it resolves, connects, greets, encrypts and authenticates (`CURLOPT_CONNECT_ONLY`), then lends the
// connection out as non-blocking send and receive. Touches: libcurl, which no other room imports.
