/// A colour of the terminal, as timing screens use them.
enum Paint: String {
    case red = "31"
    case green = "32"
    case yellow = "33"
    case purple = "35"
    case faint = "2"
    /// Light on the colour, for what must not be overlooked.
    case alarm = "97;41"

    /// The text in this colour.
    func callAsFunction(_ text: String) -> String { "\u{1B}[\(rawValue)m\(text)\u{1B}[0m" }
}
