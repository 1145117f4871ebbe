"""Mail that comes back, as the mail systems of readers write it."""


def report(mail, address=None, status="5.1.1", action="failed", words="550 5.1.1 User unknown", number=1):
    """A delivery status notification for a mail of the inbox, to where it came from."""
    address = address or mail.recipients[0]
    return (
        "Return-Path: <>\n"
        f"Delivered-To: {mail.sender}\n"
        "From: Mail Delivery System <MAILER-DAEMON@mx.example.net>\n"
        f"To: {mail.sender}\n"
        "Subject: Undelivered Mail Returned to Sender\n"
        f"Message-ID: <{number}.{mail.sender.partition('@')[0]}@mx.example.net>\n"
        "Auto-Submitted: auto-replied\n"
        "MIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="=_b"\n'
        "\n"
        "--=_b\n"
        "Content-Type: text/plain\n"
        "\n"
        f"<{address}>: {words}\n"
        "From here on nothing is known.\n"
        "\n"
        "--=_b\n"
        "Content-Type: message/delivery-status\n"
        "\n"
        "Reporting-MTA: dns; mx.example.net\n"
        "\n"
        f"Final-Recipient: rfc822; {address}\n"
        f"Action: {action}\n"
        f"Status: {status}\n"
        f"Diagnostic-Code: smtp; {words}\n"
        "\n"
        "--=_b--\n")


def full(mail, **more):
    return report(mail, status="5.2.2", words="552 5.2.2 Mailbox full", **more)


def complaint(mail):
    """An abuse report with the whole mail, but for its envelope (RFC 5965)."""
    return (
        "From: Feedback <fbl@provider.example>\nTo: abuse@example.org\nSubject: FW: News\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=feedback-report; boundary="=_c"\n\n'
        "--=_c\nContent-Type: text/plain\n\nAn abuse report.\n\n"
        "--=_c\nContent-Type: message/feedback-report\n\n"
        "Feedback-Type: abuse\nUser-Agent: Provider/1\nVersion: 1\n\n"
        "--=_c\nContent-Type: message/rfc822\n\n"
        + mail.raw.decode().replace("\r\n", "\n") + "\n--=_c--\n")
