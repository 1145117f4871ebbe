/// Keys that anybody knows: link key 1 has the bytes 0 to 31, link key 2 the bytes 64 to 95, the suppression key 32 to 63.
enum FixedKeys {
    static let first = """
        # keys for tests
        link-key 1 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=

        suppression-key ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=
        """
    static let rotated = "link-key 2 QEFCQ0RFRkdISUpLTE1OT1BRUlNUVVZXWFlaW1xdXl8=\r\n" + first
}
