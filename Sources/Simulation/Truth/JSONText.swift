import Wire

/// Values as JSON writes them.
enum JSONText {
    static func number(_ number: (some BinaryInteger)?) -> String {
        number.map { String($0) } ?? "null"
    }

    static func quoted(_ text: String) -> String {
        String(decoding: JSON.string(text).bytes, as: UTF8.self)
    }
}
