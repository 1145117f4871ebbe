import Testing

@testable import Newsletter
