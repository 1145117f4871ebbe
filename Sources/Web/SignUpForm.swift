import HTTP
import Mail
import Mustache

/// The sign-up form: what was typed, what that means, and what is wrong with it.
struct SignUpForm {
    enum EmailFault: String, Equatable {
        case missing, noAtSign, invalid, role, disposable
    }

    private(set) var email = ""
    private(set) var name = ""
    /// The address, once it is one.
    private(set) var address: EmailAddress?
    private(set) var readerName: ReaderName?
    private(set) var emailFault: EmailFault?
    private(set) var nameFault: ReaderName.Fault?
    /// The address that was probably meant, unless the reader has said that it is as typed.
    private(set) var suggestion: String?

    /// An empty form.
    init() {}

    init(_ request: HTTPRequest, _ policy: SignUpPolicy) {
        email = request.formValue("email") ?? ""
        name = request.formValue("name") ?? ""
        do throws(AddressError) {
            address = try EmailAddress(email)
        } catch {
            switch error {
            case .empty: emailFault = .missing
            case .noAtSign: emailFault = .noAtSign
            default: emailFault = .invalid
            }
        }
        if let address {
            switch policy.refusal(of: address) {
            case .role: emailFault = .role
            case .disposable: emailFault = .disposable
            case nil:
                if request.formValue("as_typed") != email { suggestion = TypoHint.suggestion(for: address) }
            }
        }
        do throws(ReaderName.Fault) {
            readerName = try ReaderName(name)
        } catch {
            nameFault = error
        }
    }

    /// What may be sent on; nil while something is to be mended or to be asked.
    var accepted: EmailAddress? {
        emailFault == nil && nameFault == nil && suggestion == nil ? address : nil
    }

    /// For the page that asks once more.
    var fields: [(name: String, value: String)] {
        [("email", email), ("name", name), ("as_typed", email)]
    }

    /// For the template `form`.
    var view: MustacheValue {
        [
            "email": .text(email),
            "name": .text(name),
            "has_faults": .bool(emailFault != nil || nameFault != nil || suggestion != nil),
            "suggestion": suggestion.map { .text($0) } ?? .null,
            "email_fault": emailFault.map {
                [
                    "missing": .bool($0 == .missing), "no_at_sign": .bool($0 == .noAtSign),
                    "invalid": .bool($0 == .invalid), "role": .bool($0 == .role),
                    "disposable": .bool($0 == .disposable),
                ]
            } ?? nil,
            "name_fault": nameFault.map {
                [
                    "too_long": .bool($0 == .tooLong), "link": .bool($0 == .looksLikeLink),
                    "control": .bool($0 == .controlCharacter),
                ]
            } ?? nil,
        ]
    }
}
