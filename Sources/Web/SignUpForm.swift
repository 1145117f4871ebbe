import HTTP
import Mail
import Mustache

/// The sign-up form: what was typed, what that means, and what is wrong with it.
struct SignUpForm {
    enum EmailFault: String, Equatable {
        case missing, noAtSign, invalid
    }

    private(set) var email = ""
    private(set) var name = ""
    /// The address, once it is one.
    private(set) var address: EmailAddress?
    private(set) var readerName: ReaderName?
    private(set) var emailFault: EmailFault?
    private(set) var nameFault: ReaderName.Fault?

    /// An empty form.
    init() {}

    init(_ request: HTTPRequest) {
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
        do throws(ReaderName.Fault) {
            readerName = try ReaderName(name)
        } catch {
            nameFault = error
        }
    }

    /// For the template `form`.
    var view: MustacheValue {
        [
            "email": .text(email),
            "name": .text(name),
            "has_faults": .bool(emailFault != nil || nameFault != nil),
            "email_fault": emailFault.map {
                [
                    "missing": .bool($0 == .missing), "no_at_sign": .bool($0 == .noAtSign),
                    "invalid": .bool($0 == .invalid),
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
