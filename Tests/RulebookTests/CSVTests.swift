import Rulebook
import Testing

@Suite("Tables of cells")
struct CSVTests {
    private func rows(_ text: String, _ manner: CSV.Manner) throws -> [[String]] {
        var csv = CSV(text, manner)
        var rows: [[String]] = []
        while let row = try csv.next() { rows.append(row.map(\.text)) }
        return rows
    }

    private func flaw(_ text: String, _ manner: CSV.Manner = .strict) throws -> CSV.Flaw {
        try #require(throws: CSV.Flaw.self) { _ = try rows(text, manner) }
    }

    @Test("a spreadsheet's table: quotes hold separators, line ends and doubled quotes")
    func strict() throws {
        let text = "a;b\r\n\"x;\"\"y\"\"\n2\"; c \n\n;\n"
        #expect(try rows(text, .strict) == [["a", "b"], ["x;\"y\"\n2", " c "], [""], ["", ""]])
        #expect(try rows("", .strict) == [])
        #expect(try rows("a", .strict) == [["a"]])
    }

    @Test("a timing system's table: tabs, space around cells, quotes within a cell, any end of a line")
    func lenient() throws {
        let text = "\u{FEFF}a\tb, c\td\r \"x\ty\"  \t 5\" tyre \r\n\ne\tf"
        #expect(try rows(text, .lenient) == [["a", "b, c", "d"], ["x\ty", "5\" tyre"], [""], ["e", "f"]])
    }

    @Test("a cell says where it begins, in characters")
    func places() throws {
        var csv = CSV("é,ü\n\"a\nb\",漢字,c", .strict)
        #expect(try csv.next()?.map { [$0.line, $0.column] } == [[1, 1], [1, 3]])
        #expect(try csv.next()?.map { [$0.line, $0.column] } == [[2, 1], [3, 4], [3, 7]])
        #expect(try csv.next() == nil)
    }

    @Test("what is no table is refused with its place, and no more of it by a spreadsheet's rules than has to be")
    func flaws() throws {
        let open = try flaw("a,\"b\nc")
        #expect(open.kind == .openQuote && (open.line, open.column) == (1, 3))
        let after = try flaw("a\n\"b\"c")
        #expect(after.kind == .textAfterQuote && (after.line, after.column) == (2, 4))
        let within = try flaw("a,b\"c")
        #expect(within.kind == .quoteWithin && (within.line, within.column) == (1, 4))
        let alone = try flaw("a\rb")
        #expect(alone.kind == .returnWithin && (alone.line, alone.column) == (1, 3))
        #expect(try flaw("a,\"b\nc", .lenient).kind == .openQuote)
        #expect(try flaw("a,\"b\" c", .lenient).kind == .textAfterQuote)
        #expect(try rows("a,\"b\" ", .lenient) == [["a", "b"]])
    }

    @Test("what is written is read again as it was, whatever a cell holds", arguments: 1...200 as ClosedRange<UInt64>)
    func written(seed: UInt64) throws {
        var random = Seeded(state: seed)
        let pieces = ["Team", " ", ",", ";", "\"", "\n", "\r\n", "\r", "é", "007", ""]
        let table = (0..<4).map { _ in
            (0..<3).map { _ in
                (0..<Int.random(in: 0...4, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
                    .joined()
            }
        }
        let text = (["a,b,c"] + table.map(CSV.line)).joined(separator: "\n") + "\n"
        #expect(try rows(text, .strict) == [["a", "b", "c"]] + table)
    }

    @Test("a cell is quoted only where it has to be")
    func quoting() {
        #expect(CSV.line(["1", "", "Straits Racing", "A, B", "\"C\""]) == "1,,Straits Racing,\"A, B\",\"\"\"C\"\"\"")
    }
}
