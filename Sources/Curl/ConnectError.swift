import CCurl
import Glibc

/// Why no usable connection came to be.
public struct ConnectError: Error, Sendable, Hashable {
    public let stage: ConnectStage
    /// The server's reply as it came, line ends included, when its refusal was the reason; else empty.
    public let reply: [UInt8]
    /// One sentence for the admin, with the server's name, without secrets or the reply's text.
    public let reason: String

    public init(stage: ConnectStage, reply: [UInt8] = [], reason: String) {
        self.stage = stage
        self.reply = reply
        self.reason = reason
    }
}

/// What libcurl knows about a connection that failed.
struct ConnectDiagnosis {
    let code: CURLcode
    /// `CURLINFO_OS_ERRNO`, 0 when none.
    let systemError: Int32
    /// `CURLINFO_SSL_VERIFYRESULT`: one of OpenSSL's X509_V_ERR codes, 0 when none.
    let verifyResult: Int
    /// libcurl's own words, without a secret in them.
    let message: String

    func error(server: MailServer, progress: ConnectProgress) -> ConnectError {
        let refused = progress.replyCode >= 400
        return ConnectError(
            stage: progress.stage, reply: refused ? progress.reply : [],
            reason: reason(server: server, progress: progress, refusal: refused ? progress.replyCode : nil))
    }

    /// Of a mailbox server, whose talk before the sign-in nobody listened to.
    func error(server: MailServer) -> ConnectError {
        let reason =
            switch code {
            case CURLE_LOGIN_DENIED:
                server.credentials?.mechanism == .xoauth2
                    ? "\(server.host) refused the bearer token"
                    : "\(server.host) refused the user name or password, or offers no way to sign in that fits"
            case CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_GOT_NOTHING:
                "\(server.host) closed the connection before we were signed in"
            default: reason(server: server, progress: ConnectProgress(), refusal: nil)
            }
        return ConnectError(stage: .connect, reason: reason)
    }

    private func reason(server: MailServer, progress: ConnectProgress, refusal: Int?) -> String {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST:
            let family = server.localAddress.map { $0.contains(":") ? " to an IPv6 address" : " to an IPv4 address" }
            return "the name \(server.host) could not be resolved\(family ?? "")"
        case CURLE_INTERFACE_FAILED:
            return "cannot connect from \(server.localAddress ?? "here"): it is no address of this machine"
        case CURLE_COULDNT_CONNECT:
            let why = systemError == 0 ? "no address of it answered" : String(cString: strerror(systemError))
            return "could not connect to \(server.host) port \(server.port): \(why)"
        case CURLE_OPERATION_TIMEDOUT:
            return Self.silence(server: server, stage: progress.stage)
        case CURLE_PEER_FAILED_VERIFICATION:
            return certificateReason(server)
        case CURLE_SSL_CACERT_BADFILE:
            return "the CA file \(server.caFile ?? "of the system") cannot be read as PEM certificates"
        case CURLE_USE_SSL_FAILED:
            return refusal.map { "\(server.host) answered STARTTLS with \($0)" }
                ?? "\(server.host) does not offer STARTTLS, which the settings require"
        case CURLE_LOGIN_DENIED:
            return loginReason(server: server, progress: progress, refusal: refusal)
        case CURLE_SSL_CERTPROBLEM:
            return "the client certificate \(server.clientCertificate?.file ?? "") and its key cannot be used\(words)"
        case _ where message.contains("certificate required"):
            return "\(server.host) wants a client certificate; name one in the settings"
        case CURLE_SSL_CONNECT_ERROR:
            let hint = server.security == .implicitTLS ? "; does this port speak TLS from the start?" : ""
            return "the TLS handshake with \(server.host) failed\(words)\(hint)"
        default:
            return talkReason(server: server, progress: progress, refusal: refusal)
        }
    }

    private var words: String { message.isEmpty ? "" : " (\(message))" }

    private func loginReason(server: MailServer, progress: ConnectProgress, refusal: Int?) -> String {
        let wanted = server.credentials?.mechanism
        guard progress.stage == .auth else {
            let offered = progress.offeredMechanisms?.joined(separator: " ") ?? "nothing"
            return "for AUTH \(server.host) offers \(offered), which does not fit"
                + (wanted.map { ": the settings want \($0.rawValue)" } ?? "")
        }
        if let refusal, refusal < 500 { return "\(server.host) can't check who we are now (\(refusal))" }
        // XOAUTH2 refuses by a challenge, 334, that libcurl does not answer.
        return "\(server.host) refused the \(wanted == .xoauth2 ? "bearer token" : "user name or password")"
            + (refusal.map { " (\($0))" } ?? "")
    }

    static func silence(server: MailServer, stage: ConnectStage) -> String {
        switch stage {
        case .connect: "could not connect to \(server.host) port \(server.port): no answer in time"
        default: "\(server.host) did not answer \(stage.commandName) in time"
        }
    }

    private func talkReason(server: MailServer, progress: ConnectProgress, refusal: Int?) -> String {
        let stage = progress.stage
        if let refusal {
            return stage == .greeting
                ? "\(server.host) greeted with \(refusal)"
                : "\(server.host) answered \(stage.commandName) with \(refusal)"
        }
        switch code {
        case CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_GOT_NOTHING:
            // With TLS 1.3 a server looks at the client's certificate when the client thinks that all is done.
            let isFirstEncrypted =
                stage == .greeting && server.security == .implicitTLS || stage == .ehlo && progress.didEncrypt
            let hint =
                isFirstEncrypted && server.clientCertificate == nil ? "; it may want a client certificate" : ""
            return "\(server.host) closed the connection during \(stage.commandName)\(hint)"
        case CURLE_WEIRD_SERVER_REPLY:
            return "\(server.host) port \(server.port) does not speak \(server.service.rawValue.uppercased())"
        default:
            return
                "connecting to \(server.host) port \(server.port) failed: \(String(cString: curl_easy_strerror(code)))"
        }
    }

    /// The cases that an admin meets, in words; the numbers are those of `<openssl/x509_vfy.h>`.
    private func certificateReason(_ server: MailServer) -> String {
        let subject = "the certificate of \(server.host)"
        return switch verifyResult {
        // libcurl's mark for a chain that OpenSSL found nothing wrong with: then it is the name.
        case 0, 1: "\(subject) is not for this name"
        case 9: "\(subject) is not valid yet"
        case 10: "\(subject) has expired"
        case 18, 19: "\(subject) is signed by an unknown authority (self-signed); name its CA file in the settings"
        case 20, 21: "\(subject) is signed by an unknown authority; name its CA file in the settings"
        default: "\(subject) cannot be trusted\(words)"
        }
    }
}

extension ConnectStage {
    fileprivate var commandName: String {
        switch self {
        case .connect: "the connection"
        case .greeting: "the greeting"
        case .ehlo: "EHLO"
        case .startTLS: "STARTTLS"
        case .auth: "AUTH"
        }
    }
}
