import Mail

/// Watches over the process that serves the pages. Both answers come within about a second, whatever is stuck.
public protocol SiteMonitor: Sendable {
    /// What keeps mail or pages from going on, a sentence each that names nobody; none when all is well.
    func troubles(now: Timestamp) -> [String]

    /// The page of figures, in Prometheus' text format 0.0.4.
    func metrics(now: Timestamp) -> String
}
