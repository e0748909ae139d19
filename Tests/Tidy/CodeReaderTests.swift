import Testing

@Suite("Telling code from text and comments")
struct CodeReaderTests {
    @Test("comments and the insides of texts are blank, line for line")
    func blank() {
        let text = ###"""
            let a = "try!" // fatalError(
            /* x! */ let b = "\(c.map { "y!" } ?? "z") !"
            let d = "\"!\"" + ##"a"# \(!) \##(e!)"##
            let f = """
                g! "quoted" \(h("i!")) \
                """; j()
            """###
        let code = CodeReader(text).code
        #expect(!code.contains("!"), "\(code)")
        #expect(!code.contains("fatalError"))
        #expect(code.split(separator: "\n").count == text.split(separator: "\n").count)
        for word in ["let a", "let b", "let d", "let f", "; j()"] { #expect(code.contains(word), "\(word)") }
        #expect(code.utf8.count == text.utf8.count)
    }
}
