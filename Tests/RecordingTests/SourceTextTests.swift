import Recording
import Testing

@Suite("Files of other systems as bytes")
struct SourceTextTests {
    private let text = "NUMBER,TEAM\n7,Müller\n"

    @Test("UTF-16 of either order is read, with its mark and without")
    func utf16() throws {
        let units = Array(text.utf16)
        let little = units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let big = units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        for bytes in [[0xFF, 0xFE] + little, [0xFE, 0xFF] + big, little, big] {
            #expect(try SourceText.read(bytes, file: "a.csv") == text)
        }
    }

    @Test("UTF-8 is read as it is, another text as Windows-1252")
    func eightBits() throws {
        #expect(try SourceText.read(Array(text.utf8), file: "a.csv") == text)
        #expect(try SourceText.read([0x4D, 0xFC, 0x80, 0x92, 0x96, 0x81], file: "a.csv") == "Mü€’–\u{81}")
    }

    @Test(
        "a file that is no text is called what it is, with what to do",
        arguments: [
            ("PK\u{3}\u{4}........[Content_Types].xml", "a spreadsheet (xlsx)", "save the sheet as CSV"),
            ("PK\u{3}\u{4}........laps.csv", "a zip archive", "unpack it"),
            ("%PDF-1.7", "a PDF", "take the CSV"),
            ("\n<!DOCTYPE html><html>", "a page of a web site (HTML)", "download the file itself"),
            ("<HTML><body>404", "a page of a web site (HTML)", "download the file itself"),
            ("<?xml version=\"1.0\"?>", "XML", "as CSV"),
            ("a,b\n\u{0}\u{1}\u{2},", "bytes that are no text", "as CSV"),
        ])
    func foreign(content: String, found: String, remedy: String) throws {
        let fault = try #require(throws: ImportFault.self) {
            _ = try SourceText.read(Array(content.utf8), file: "laps.csv")
        }
        #expect(fault.file == "laps.csv" && fault.found == found && fault.remedy.contains(remedy))
    }

    @Test("an old spreadsheet and a gzip archive are told by their first bytes")
    func signatures() throws {
        for (bytes, found) in [([0xD0, 0xCF, 0x11, 0xE0, 0, 0], "old form (xls)"), ([0x1F, 0x8B, 8, 0], "gzip")] {
            let fault = try #require(throws: ImportFault.self) {
                _ = try SourceText.read(bytes.map { UInt8($0) }, file: "x")
            }
            #expect(fault.found.contains(found))
        }
    }
}
