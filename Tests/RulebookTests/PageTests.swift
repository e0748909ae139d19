import Foundation
import Rulebook
import Testing
import Timing

@Suite("Files that are no YAML of ours")
struct PageTests {
    private let nothing =
        "expected a daemon configuration, an event, a circuit, a series or an entry list; "
        + "fill it, or name another file"

    @Test("a file that is not there, or is a folder, is said to be unreadable and why")
    func unreadable() throws {
        let folder = try Folder()
        let remedy = "expected a readable file; check the path and the file's permissions"
        #expect(
            check(path: "\(folder.path)/none.yaml").map { told($0, folder) } == [
                "none.yaml:1:1: file: found \"none.yaml\", which cannot be read (No such file or "
                    + "directory), \(remedy)"
            ])
        #expect(check(path: folder.path).map(\.key) == ["file"])
        #expect(
            check(path: folder.path).first?.found.hasSuffix("which cannot be read (Is a directory)") == true)
        #expect(check(path: "").map(\.found) == ["\"\", which cannot be read (No such file or directory)"])
        #expect(check(path: "a\0b").count == 1)
    }

    @Test(
        "an empty file is said to be empty",
        arguments: ["", "\n\n", "# only a comment\n", "---\n", "\u{FEFF}"])
    func empty(_ text: String) throws {
        #expect(try faults(text) == ["x.yaml:1:1: file: found an empty file, \(nothing)"])
    }

    @Test("a file of another kind is told what kinds there are")
    func unknownKind() throws {
        for text in ["colour: red\n", "hello\n"] {
            let found = try faults(text)
            #expect(found.count == 1)
            #expect(
                found.first?.hasPrefix("x.yaml:1:1: file: found none of the keys that tell what a file is")
                    == true)
        }
    }

    @Test(
        "text that is not YAML is told the line",
        arguments: [
            ("name: [a\nloops: b\n", 2), ("name: a\n\tloops: b\n", 2), ("name: \"a\n", 2), ("a: b: c\n", 1),
            ("name: a\n---\nname: b\n", 2), ("name: a\n}\n", 2), ("name: *nobody\n", 1),
        ])
    func invalid(_ text: String, _ line: Int) throws {
        let found = try faults(text)
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("x.yaml:\(line):") == true, "\(found)")
        #expect(found.first?.contains(": yaml: found ") == true, "\(found)")
    }

    @Test("a key twice in one mapping is a fault at its line")
    func duplicateKey() throws {
        #expect(
            try faults(Sample.circuit + "name: Again\n") == [
                "x.yaml:1:1: yaml: found the key \"name\" more than once in one mapping, expected "
                    + "each key once; "
                    + "keep one of them"
            ])
    }

    @Test("bytes that are not UTF-8, and characters that YAML does not allow, are told their line")
    func notText() throws {
        let folder = try Folder()
        var bytes = Data("name: a\nlength: ".utf8)
        bytes.append(contentsOf: [0xC3, 0x28, 0x0A])
        #expect(
            check(path: try folder.write("x.yaml", bytes)).map { told($0, folder) } == [
                "x.yaml:2:1: yaml: found bytes that are not UTF-8, expected UTF-8 text; save the "
                    + "file as UTF-8"
            ])
        let control = try faults("name: a\nlength: \u{1}\n")
        #expect(control.count == 1)
        #expect(
            control.first?.hasPrefix("x.yaml:2:9: yaml: found a character that YAML does not allow") == true)
        #expect(try faults("name: a\0b\n").count == 1)
    }

    @Test("anchors and aliases are refused, each at its line")
    func anchors() throws {
        let text = "name: &n Sepang\nloops:\n  - &loop {id: 1, name: *n, kind: line}\n  - *loop\n"
        #expect(
            try faults(text).map { $0.split(separator: ",").first.map(String.init) } == [
                "x.yaml:3:25: yaml: found an anchor (&) or an alias (*)",
                "x.yaml:4:5: yaml: found an anchor (&) or an alias (*)",
            ])
        #expect(
            try faults("name: &n Sepang\nloops: []\n") == [
                "x.yaml:1:7: yaml: found an anchor (&) or an alias (*), expected values written "
                    + "out; write the value "
                    + "out where it is needed, or quote a text that begins with & or *"
            ])
    }

    @Test("an alias bomb is refused before it goes off, as values and as keys")
    func bomb() throws {
        for usesKeys in [false, true] {
            var text = "a0: &a0 [x, x]\n"
            for level in 1...200 {
                let twice =
                    usesKeys ? "{? [*a\(level - 1), *a\(level - 1)] : y}" : "[*a\(level - 1), *a\(level - 1)]"
                text += "a\(level): &a\(level) \(twice)\n"
            }
            let clock = ContinuousClock()
            var found: [String] = []
            let spent = try clock.measure { found = try faults(text) }
            #expect(found.count == 400)
            #expect(found.allSatisfy { $0.contains("an alias (*)") })
            #expect(spent < .seconds(10))
        }
    }

    @Test(
        "nesting deeper than any file of ours is a fault and no crash",
        arguments: [
            40, 900, 100_000,
        ])
    func nesting(_ depth: Int) throws {
        for (open, close) in [("[", "]"), ("{a: ", "}"), ("- ", ""), ("? ", ""), ("[{? ", "")] {
            let text = String(repeating: open, count: depth) + "x" + String(repeating: close, count: depth)
            let found = try faults(text)
            #expect(found.count == 1, "\(open) \(found.prefix(3))")
            #expect(found.first?.contains(": yaml: found ") == true, "\(open) \(found.prefix(3))")
            #expect(try faults(text + "\n# *").count == 1)
        }
    }

    @Test("a file of more than 1 MiB is not read, one of 1 MiB is")
    func size() throws {
        let comment = { (count: Int) in Sample.circuit + "#" + String(repeating: "x", count: count) }
        let room = (1 << 20) - Sample.circuit.utf8.count - 1
        #expect(try faults(comment(room)) == [])
        #expect(
            try faults(comment(room + 1)) == [
                "x.yaml:1:1: file: found \"x.yaml\", which is larger than 1 MiB, expected at most 1 MiB; "
                    + "check that this is the file you mean; split it otherwise"
            ])
        #expect(check(path: "/dev/zero").map(\.expected) == ["a readable file"])
    }

    @Test("a damaged file is sound or has faults, each of one line, and never ends the process")
    func damaged() throws {
        let folder = try Folder()
        var random = Seeded(state: 2018)
        let pieces = [
            "&", "*", "[", "{", "]", "? ", ": ", "- ", "\"", "'", "|", "#", "%", "!", "\t", "\n", "\0",
            "---\n",
        ]
        .map { Array($0.utf8) }
        for _ in 0..<1500 {
            let sample = [Sample.event, Sample.circuit, Sample.series].randomElement(using: &random) ?? ""
            var bytes = Array(sample.utf8)
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<max(1, bytes.count), using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes.removeLast(bytes.count - place)
                case 1: bytes.insert(contentsOf: pieces.randomElement(using: &random) ?? [], at: place)
                case 2: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
                default: bytes.removeSubrange(place..<min(bytes.count, place + 5))
                }
            }
            let path = try folder.write("x.yaml", Data(bytes))
            for fault in check(path: path) {
                #expect(!fault.description.contains { $0.isNewline })
                #expect(fault.line >= 1 && fault.column >= 1)
            }
        }
    }

    @Test("a file full of faults is told in reasonable time")
    func manyFaults() throws {
        let keys = (0..<10_000).map { "lenght\($0): x\n" }.joined()
        let loops =
            "name: C\nloops:\n" + String(repeating: "  - {id: 1, name: L, kind: line}\n", count: 10_000)
        let clock = ContinuousClock()
        var counts: [Int] = []
        let spent = try clock.measure {
            counts = try ["name: C\n" + keys, loops].map { try faults($0).count }
        }
        // Of a file the first thousand are told, and how many there are more.
        #expect(counts == [1001, 1001])
        #expect(spent < .seconds(30))
    }

    @Test("a fault is one line whatever the value holds")
    func oneLine() throws {
        let long = String(repeating: "ä", count: 5000)
        let found = try faults("name: C\nlength: \"1\\n2\\u2028\\e[31m\(long)\"\nloops: []\n\"k\\ny\": 1\n")
        #expect(found.count == 3)
        #expect(
            found.allSatisfy { $0.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control } })
        #expect(found.allSatisfy { $0.count < 300 })
        #expect(
            found.first?.hasPrefix("x.yaml:2:9: length: found \"1\\n2\\u2028\\x1B[31mää") == true, "\(found)")
    }
}
