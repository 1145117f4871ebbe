import Foundation
import HTTP
import Mustache

extension HTTPResponse {
    /// The icon that browsers show beside a page's title: icon.svg of the folder `Templates/web`.
    ///
    /// - Throws: when it is missing, with its place.
    static func icon(in folder: String) throws(MustacheError) -> HTTPResponse {
        let path = folder + "/icon.svg"
        guard let content = FileManager.default.contents(atPath: path) else {
            throw MustacheError(
                file: path, line: 1, column: 1,
                message: "the icon can't be read; copy it from the folder Templates/web that came with the program")
        }
        var response = HTTPResponse(status: 200, body: Array(content))
        response.setHeader("Content-Type", "image/svg+xml")
        response.setHeader("Cache-Control", "public, max-age=3600")
        return response
    }
}
