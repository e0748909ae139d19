import Board
import Testing

@Suite("Names of published files")
struct FileNameTests {
    @Test(
        "numbers and ids are as they are; nothing else of a name leads out of its folder or means anything in an address",
        arguments: [
            ("88", "88"), ("007", "007"), ("race-1_b", "race-1_b"), ("7/A", "7~2fA"), ("..", "~2e~2e"), ("", ""),
            ("1 %?#", "1~20~25~3f~23"), ("~2f", "~7e2f"), ("\u{E9}", "~c3~a9"),
        ])
    func names(text: String, name: String) { #expect(FileName.of(text) == name) }

    @Test("two names are never one file")
    func apart() {
        let texts = ["7/A", "7~2fA", "7~2f", "7/", "a", "A", "~", "~~", "~7e", "\n", "~0a"]
        #expect(Set(texts.map(FileName.of)).count == texts.count)
    }
}
