import CCurl

extension MailServer {
    /// What every connection to a mail server wants of libcurl: where it goes, how it is encrypted, and who signs in.
    func secure(_ easy: UnsafeMutableRawPointer) {
        ccurl_set_string(easy, CURLOPT_URL, url)
        ccurl_set_string(easy, CURLOPT_PROTOCOLS_STR, "\(service.rawValue),\(service.rawValue)s")
        // A proxy of the environment is for the web.
        ccurl_set_string(easy, CURLOPT_PROXY, "")
        ccurl_set_long(easy, CURLOPT_CONNECT_ONLY, 1)
        ccurl_set_long(easy, CURLOPT_NOSIGNAL, 1)
        encrypt(easy)
        if let credentials { signIn(easy, credentials) }
    }

    private func signIn(_ easy: UnsafeMutableRawPointer, _ credentials: Credentials) {
        ccurl_set_string(easy, CURLOPT_USERNAME, credentials.username)
        let secret = credentials.mechanism == .xoauth2 ? CURLOPT_XOAUTH2_BEARER : CURLOPT_PASSWORD
        ccurl_set_string(easy, secret, credentials.secret)
        if let mechanism = credentials.mechanism {
            ccurl_set_string(easy, CURLOPT_LOGIN_OPTIONS, "AUTH=\(mechanism.rawValue)")
        }
    }

    private func encrypt(_ easy: UnsafeMutableRawPointer) {
        let use =
            switch security {
            case .implicitTLS, .startTLS(.required): CURLUSESSL_ALL
            case .startTLS(.optional): CURLUSESSL_TRY
            case .startTLS(.never): CURLUSESSL_NONE
            }
        ccurl_set_long(easy, CURLOPT_USE_SSL, Int(use.rawValue))
        ccurl_set_long(easy, CURLOPT_SSL_VERIFYPEER, 1)
        ccurl_set_long(easy, CURLOPT_SSL_VERIFYHOST, 2)
        // RFC 8996: TLS 1.0 and 1.1 are gone.
        ccurl_set_long(easy, CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        // With a CA folder libcurl reads all roots anew for each connection: 21 ms instead of 1.
        ccurl_set_string(easy, CURLOPT_CAPATH, nil)
        if let caFile { ccurl_set_string(easy, CURLOPT_CAINFO, caFile) }
        if let clientCertificate {
            ccurl_set_string(easy, CURLOPT_SSLCERT, clientCertificate.file)
            ccurl_set_string(easy, CURLOPT_SSLKEY, clientCertificate.keyFile)
            // Without one OpenSSL would ask on the terminal for the passphrase of a key that has one, and wait.
            ccurl_set_string(easy, CURLOPT_KEYPASSWD, "")
        }
    }
}
