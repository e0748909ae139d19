/// Names of files for what may be named in any way.
package enum FileName {
    /// Letters, digits, `-` and `_` of ASCII are as they are; of anything else each byte is `~` and two hexadecimal
    /// digits. So no name leads out of its folder, and none means anything in an address.
    package static func of(_ text: String) -> String {
        var name = ""
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F: name.unicodeScalars.append(Unicode.Scalar(byte))
            default: name += "~\(byte < 16 ? "0" : "")\(String(byte, radix: 16))"
            }
        }
        return name
    }
}
