import Foundation
import Testing

@Suite("Documents that name one another")
struct LinkTests {
    private static let documents =
        ["README.md", "CHANGELOG.md"]
        + Package.paths(in: "docs", endings: [".md"])

    /// What a text links to within the repository, as it stands there.
    static func links(in text: String) -> [String] {
        text.matches(of: /\]\(([^)\s]+)\)/).map { String($0.1) }
            .filter { !$0.contains("://") && !$0.hasPrefix("#") }
    }

    private func isThere(_ link: String, from document: String) -> Bool {
        let folder = document.split(separator: "/").dropLast().joined(separator: "/")
        let path = link.prefix { $0 != "#" }
        return FileManager.default.fileExists(atPath: "\(Package.root)/\(folder)/\(path)")
    }

    @Test("a link is seen, an address of the web is none of ours")
    func sample() {
        let text = "[a](b.md), [c](../d.md#e) and [f](https://g.org) or [h](#i)"
        #expect(Self.links(in: text) == ["b.md", "../d.md#e"])
        #expect(isThere("../README.md", from: "docs/journal.md") && !isThere("README.md", from: "docs/journal.md"))
    }

    @Test("every link of a document leads to a file")
    func links() throws {
        var count = 0
        var offenders: [String] = []
        for document in Self.documents {
            for link in Self.links(in: try #require(Package.text(document))) {
                count += 1
                if !isThere(link, from: document) { offenders.append("\(document): \(link)") }
            }
        }
        #expect(count > 30)
        #expect(offenders == [])
    }

    @Test("decisions are numbered without a gap, say what and why, and are listed")
    func decisions() throws {
        let list = try #require(Package.text("docs/decisions/README.md"))
        let architecture = try #require(Package.text("docs/architecture.md"))
        let records = Package.paths(in: "docs/decisions", endings: [".md"]).filter { !$0.hasSuffix("README.md") }
        #expect(records.count > 20)
        for (place, path) in records.enumerated() {
            let number = place + 1
            let name = String(path.split(separator: "/").last ?? "")
            let text = try #require(Package.text(path))
            #expect(name.hasPrefix(String(repeating: "0", count: 4 - "\(number)".count) + "\(number)-"), "\(path)")
            let title = try #require(text.firstMatch(of: /^# (\d+)\. (.+)\n/), "\(path)")
            #expect(Int(title.1) == number, "\(path)")
            #expect(text.contains("\n**Decided.** ") && text.contains("\n**Why.** "), "\(path)")
            #expect(list.contains("\n\(number). [\(title.2)](\(name))"), "\(path) is not in the list")
            #expect(architecture.contains("[\(title.2)](decisions/\(name))"), "\(path) is not in architecture.md")
        }
    }

    /// Tests that a cell of a table names, as `Suite`, `Suite.test`, or `.test` of the suite before.
    static func tests(in cell: Substring) -> [(suite: String, test: String?)] {
        var suite = ""
        return cell.matches(of: /`([A-Za-z]*)(?:\.([A-Za-z]+))?`/).map { match in
            if !match.1.isEmpty { suite = String(match.1) }
            return (suite, match.2.map(String.init))
        }
    }

    @Test("a test named by its suite, by both, and by itself after its suite is seen")
    func sampleOfTests() {
        let found = Self.tests(in: " `A`, `B.c`, `.d` ")
        #expect(found.map(\.suite) == ["A", "B", "B"] && found.map(\.test) == [nil, "c", "d"])
    }

    @Test("each line about what a party can do to the race names its tests, and they are there")
    func partiesAreTested() throws {
        let text = try #require(Package.text("docs/operations.md"))
        let part = try #require(
            text.components(separatedBy: "## What each party can do to the race\n").last?
                .components(separatedBy: "\n## ").first)
        let rows = part.split(separator: "\n").filter { $0.hasPrefix("| ") }.dropFirst()
        #expect(rows.count > 12)
        for row in rows {
            let cells = row.split(separator: "|", omittingEmptySubsequences: false)
            let named = Self.tests(in: cells.dropLast().last ?? "")
            #expect(!named.isEmpty, "without a test: \(row)")
            for (suite, test) in named {
                let code = Package.tests.first { $0.name == "\(suite).swift" }?.code
                #expect(code != nil, "no suite \(suite)")
                guard let test, let code else { continue }
                #expect(code.contains { $0.contains("func \(test)(") }, "no test \(test) in \(suite)")
            }
        }
    }

    @Test("docs/HACKING.md names ten rules, each with a file that is there")
    func tenRules() throws {
        let text = try #require(Package.text("docs/HACKING.md"))
        let part = try #require(
            text.split(separator: "### Ten rules from names alone").last?.split(separator: "\n## ").first)
        let files = part.matches(of: /`(Sources\/[^`]+\.swift)`/).map { String($0.1) }
        #expect(files.count == 10)
        #expect(files.filter { Package.text($0) == nil } == [])
    }
}
