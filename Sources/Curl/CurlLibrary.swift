import CCurl
import Glibc

/// The process-wide start of libcurl, once, before the first handle.
enum CurlLibrary {
    /// False when libcurl could not start (its TLS library could not be initialised).
    ///
    /// SIGPIPE is ignored for the whole process: handles run with `CURLOPT_NOSIGNAL`, under which libcurl no longer
    /// guards OpenSSL's writes, and a relay that hangs up would end the process.
    static let started: Bool = {
        signal(SIGPIPE, SIG_IGN)
        return curl_global_init(Int(CURL_GLOBAL_ALL)) == CURLE_OK
    }()
}
