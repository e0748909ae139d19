import Simulation
import Testing
import Wire

@Suite("JSON off the path of a crossing")
struct JSONTests {
    private func read(_ text: String) throws(Refusal) -> JSON { try JSON(Array(text.utf8)) }

    @Test("whatever is written reads back the same, byte by byte", arguments: 1...8 as ClosedRange<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let value = random.json(depth: 6)
            let again = try JSON(value.bytes)
            #expect(again == value, "seed \(seed)")
            #expect(again.bytes == value.bytes, "seed \(seed)")
        }
    }

    @Test("spaces, tabs and line ends may stand between the parts and nowhere else")
    func spaces() throws {
        let spaced = " \n{ \t\"a\" : [ 1 ,\r\n true , null ] , \"b\" : { } } \n"
        let value = JSON.object([
            .init("a", .array([.integer(1), .bool(true), .null])), .init("b", .object([])),
        ])
        #expect(try read(spaced) == value)
        for broken in ["1 2", "- 1", "tr ue", "1\u{A0}", "1\u{0B}", "\u{FEFF}1"] {
            #expect(throws: Refusal.self, "\(broken)") { try read(broken) }
        }
    }

    @Test(
        "what 64 bits hold is an integer",
        arguments: [Int64.min, .min + 1, -1 << 53, -1, 0, 1, 1 << 53, .max - 1, .max])
    func integers(value: Int64) throws {
        #expect(try read("\(value)") == .integer(value))
        #expect(try read("[\(value)]")["x"] == nil)
        #expect(try read("{\"x\":\(value)}")["x"]?.integer == value)
    }

    @Test(
        "a number that is no integer of 64 bits is kept as it was written",
        arguments: [
            "9223372036854775808", "-9223372036854775809", "100000000000000000000", "1.0", "0.5", "-0.0", "1e3",
            "1E+3", "1e-3", "1e999999999999", "-12.75e+08", "0e0",
        ])
    func otherNumbers(text: String) throws {
        let value = try read(text)
        #expect(value == .number(text))
        #expect(value.integer == nil)
        #expect(value.bytes == Array(text.utf8))
    }

    @Test(
        "what only looks like a value is refused",
        arguments: [
            "", " ", "-", "+1", "01", "-01", "00", "1.", ".5", "-.5", "1e", "1e+", "1.e3", "0x10", "1_000", "NaN",
            "nan", "Infinity", "-Infinity", "nul", "nulll", "True", "tru", "'a'", "\"", "\"a", "[", "]", "[1",
            "[1,", "[1,]", "[,1]", "[1 2]", "{", "}", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}",
            "{,}", "{\"a\",1}", "{a:1}", "{1:1}", "{\"a\":1 \"b\":2}", "{\"a\":1}}", "[1]]", "1,", "// 1", "/**/1",
            "1\0", "\0", "{\"a\":1}\0",
        ])
    func refused(text: String) {
        let refusal = #expect(throws: Refusal.self) { try read(text) }
        #expect(refusal?.reason == .notJSON)
        #expect(refusal?.field == "")
    }

    @Test("escapes are read as RFC 8259 says")
    func escapes() throws {
        #expect(try read(#""\"\\\/\b\f\n\r\t""#) == .string("\"\\/\u{8}\u{C}\n\r\t"))
        #expect(try read(#""\u0041\u00e9\u00E9\u20AC\u0000""#) == .string("Aéé€\0"))
        #expect(try read(#""\ud83c\udfc1 \uD83C\uDFC1""#) == .string("🏁 🏁"))
        #expect(try read(#""\udbff\udfff\ud800\udc00""#) == .string("\u{10FFFF}\u{10000}"))
        #expect(try read(#"{"\u0061":1}"#)["a"] == .integer(1))
    }

    @Test(
        "a wrong escape or half a surrogate is refused",
        arguments: [
            #""\""#, #""\x41""#, #""\U0041""#, #""\u""#, #""\u004""#, #""\u00g0""#, #""\u+041""#, #""\ud83c""#,
            #""\ud83c\n""#, #""\ud83cA""#, #""\ud83c\ud83c""#, #""\udfc1""#, #""\udfc1\ud83c""#, #""\ud83c\u""#,
            #""\ud83c\u00""#, #""\"#, "\"\n\"", "\"\t\"", "\"\u{1}\"", "\"\\\n\"", "\"\0\"", #""\u٠٠٤١""#,
        ])
    func wrongEscapes(text: String) {
        let refusal = #expect(throws: Refusal.self) { try read(text) }
        #expect(refusal?.reason == .notJSON)
    }

    @Test(
        "text that is not UTF-8 is refused, in values and in names",
        arguments: [
            [0xFF], [0x80], [0xC0, 0x80], [0xC3], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
            [0xF0, 0x80, 0x80, 0x80],
        ] as [[UInt8]])
    func invalidText(bytes: [UInt8]) {
        for (head, tail) in [("\"", "\""), ("\"a", "b\\n\""), ("{\"", "\":1}"), ("[\"", "\"]")] {
            let message = Array(head.utf8) + bytes + Array(tail.utf8)
            let refusal = #expect(throws: Refusal.self) { try JSON(message) }
            #expect(refusal?.reason == .notJSON)
        }
    }

    @Test("sixteen containers deep is read, one more is refused, a million more are no danger")
    func depth() throws {
        func nested(_ depth: Int, _ open: String, _ close: String, _ core: String = "") -> String {
            String(repeating: open, count: depth) + core + String(repeating: close, count: depth)
        }
        #expect(throws: Never.self) { try read(nested(16, "[", "]")) }
        #expect(throws: Never.self) { try read(nested(15, "{\"a\":", "}", "1")) }
        #expect(throws: Refusal.self) { try read(nested(17, "[", "]")) }
        #expect(throws: Refusal.self) { try read(nested(17, "{\"a\":", "}", "1")) }
        #expect(throws: Refusal.self) { try read(nested(1_000_000, "[", "]")) }
        #expect(throws: Refusal.self) { try read(String(repeating: "{\"a\":", count: 1_000_000)) }
    }

    @Test("a member that comes twice is refused by name, also when once escaped; elsewhere it may come again")
    func twice() throws {
        for text in [#"{"a":1,"a":1}"#, #"{"a":1,"b":2,"\u0061":3}"#, #"[{"x":{"a":1,"a":2}}]"#] {
            let refusal = #expect(throws: Refusal.self) { try read(text) }
            #expect(refusal?.reason == .notJSON)
            #expect(refusal?.message.contains("\"a\"") == true)
        }
        #expect(throws: Never.self) { try read(#"{"a":{"a":1},"A":[{"a":1},{"a":1}]}"#) }
    }

    @Test("a refusal says at which byte")
    func place() {
        let refusal = #expect(throws: Refusal.self) { try read("{\"a\":1,}") }
        #expect(refusal?.message.hasSuffix("at byte 7") == true, "\(refusal.map(String.init(describing:)) ?? "")")
    }

    @Test("an object gives its members by name and other values give none")
    func members() {
        let value = JSON.object([.init("a", .integer(1)), .init("b", .null)])
        #expect(value["a"] == .integer(1))
        #expect(value["b"] == .null)
        #expect(value["c"] == nil)
        #expect(JSON.array([.integer(1)])["a"] == nil)
        #expect(JSON.array([.integer(1)]).elements == [.integer(1)])
        #expect(JSON.integer(1).text == nil && JSON.string("1").integer == nil && JSON.integer(1).bool == nil)
    }
}
