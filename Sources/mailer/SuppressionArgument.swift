import Arguments

/// What the `suppress` commands take.
let suppressionPattern = Positional("PATTERN", "an address, a domain, or *.DOMAIN for its subdomains")
