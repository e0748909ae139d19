import Testing

@Suite("Where the rules of the protocol are tested")
struct RuleTableTests {
    /// A line of one of the tables: a test suite and its file.
    struct Line: Equatable {
        var suite: String
        var file: String
    }

    /// The lines of the tables "Where each rule is tested", of each table by itself.
    static func tables(_ text: String) -> [[Line]] {
        text.split(separator: "\n### Where each rule is tested\n").dropFirst().map { part in
            part.split(separator: "\n", omittingEmptySubsequences: false)
                .prefix { !$0.hasPrefix("#") }
                .compactMap { line in
                    let cells = line.split(separator: "|", omittingEmptySubsequences: false)
                        .map { $0.drop { $0 == " " } }
                    guard cells.count == 5, cells[3].hasPrefix("`") else { return nil }
                    let file = cells[3].dropFirst().prefix { $0 != "`" }
                    return Line(suite: trimmed(cells[2]), file: "Tests/TimingTests/\(file)")
                }
        }
    }

    private static func trimmed(_ cell: Substring) -> String {
        String(cell.reversed().drop { $0 == " " }.reversed())
    }

    @Test("a line of the table is read, whatever stands around it")
    func sample() {
        let text = """
            # A
            | `not` | in | `a.swift` |

            ### Where each rule is tested

            Files are somewhere.

            | rule | test suite | file |
            |---|---|---|
            | Laps | The Line | `A/B.swift` |
            |  | The Line, too | `C.swift` |

            ## B
            | x | y | `z.swift` |
            """
        let lines = [("The Line", "A/B.swift"), ("The Line, too", "C.swift")]
        #expect(Self.tables(text) == [lines.map { Line(suite: $0.0, file: "Tests/TimingTests/\($0.1)") }])
    }

    @Test("every file that the protocol names is there, and has the suite that the protocol names")
    func files() throws {
        let tables = Self.tables(try #require(Package.text("docs/protocol.md")))
        #expect(tables.count == 2 && tables.allSatisfy { $0.count > 15 })
        let offenders = tables.joined().filter { line in
            !(Package.text(line.file)?.contains("@Suite(\"\(line.suite)\"") ?? false)
        }
        #expect(offenders == [])
    }
}
