// Curl: the one wrapper around libcurl.
//
// It resolves, connects, greets, encrypts and authenticates (`CURLOPT_CONNECT_ONLY`), then lends the connection out: to SMTP
// as non-blocking send and receive, to the readers of mailboxes as blocking ones. And it asks web servers whether pages are
// there. Touches: libcurl, which no other room imports.
