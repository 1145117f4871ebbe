import Testing

@testable import Composer
