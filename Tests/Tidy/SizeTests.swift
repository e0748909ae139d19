import Foundation
import Testing

@Suite("Nothing too long to be read")
struct SizeTests {
    private static let mostLines = 400
    private static let mostLinesOfFunction = 70

    /// The line length that the formatter keeps (.swift-format).
    private static func columns() throws -> Int {
        struct Format: Decodable { let lineLength: Int }
        let data = try Data(contentsOf: URL(filePath: "\(Package.root)/.swift-format"))
        return try JSONDecoder().decode(Format.self, from: data).lineLength
    }

    @Test("no line is longer than the formatter allows, but for a text that is told and not to be broken")
    func columns() throws {
        let most = try Self.columns()
        #expect(most <= 120)
        var offenders: [String] = []
        for file in Package.sources + Package.tests {
            for (index, line) in file.lines.enumerated() where line.count > most {
                // A line that is a text from its first character to its last.
                let isText = line.drop(while: { $0 == " " }).first.map { $0 == "\"" || $0 == "#" } ?? false
                if !isText { offenders.append("\(file.place(index)): \(line.count)") }
            }
        }
        #expect(offenders == [])
    }

    @Test("no line has a tab or a space at its end, and a file ends with one line end")
    func white() {
        var offenders: [String] = []
        for file in Package.sources + Package.tests {
            for (index, line) in file.lines.enumerated() where line.contains("\t") || line.last?.isWhitespace == true {
                offenders.append(file.place(index))
            }
            if file.lines.last != "" || file.lines.dropLast().last == "" { offenders.append("\(file.path): its end") }
        }
        #expect(offenders == [])
    }

    @Test("no source file is longer than 400 lines")
    func files() {
        let offenders = Package.sources.filter { $0.lines.count - 1 > Self.mostLines }
        #expect(offenders.map { "\($0.path): \($0.lines.count - 1)" } == [])
    }

    @Test("no function of the sources is longer than 70 lines")
    func functions() {
        var offenders: [String] = []
        var count = 0
        for file in Package.sources {
            for function in FunctionReader(file.code).functions {
                count += 1
                let lines = function.last - function.first + 1
                if lines > Self.mostLinesOfFunction { offenders.append("\(file.place(function.first)): \(lines)") }
            }
        }
        #expect(count > 500)
        #expect(offenders == [])
    }

    @Test("functions are measured from their name to their last brace")
    func measure() {
        let code = """
            protocol P { func none() -> Int; init() }
            struct S: P {
                init() { self.init(a: 1) }
                init?(a: Int, body: () -> Void = {
                }) {
                    func inner() {
                        if true { }
                    }
                }
                func none() -> Int { 0 }
                subscript(place: Int) -> Int {
                    place
                }
            }
            """
        let found = FunctionReader(code.split(separator: "\n").map(String.init)).functions
        #expect(found.map { "\($0.first)-\($0.last)" } == ["2-2", "3-8", "5-7", "9-9", "10-12"])
    }
}
