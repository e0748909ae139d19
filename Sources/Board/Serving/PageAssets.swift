import NIOCore
import Wire

/// The files of the page, from the program itself. Their addresses have one hash of all of them: another build has
/// other addresses.
struct PageAssets: Sendable {
    /// The hash of all files.
    let hash: String
    /// The page, with the addresses of its files written in.
    let index: PageAsset
    /// The same for a directory of files: all addresses are relative, and it has the policy that no header brings.
    let indexOfFiles: [UInt8]
    /// The others, by name.
    let files: [String: PageAsset]

    init() {
        let all = PageFiles.all.map { (name: "\($0.name)", bytes: Self.bytes(base64: $0.base64)) }
        let hash = Self.hash(all)
        self.hash = hash
        // Between themselves the files are neighbours.
        let page = all.first { $0.name == "index.html" }?.bytes ?? []
        let text = String(decoding: page, as: UTF8.self).replacing("/assets/HASH/", with: "/assets/\(hash)/")
        index = PageAsset(name: "index.html", Array(text.utf8))
        indexOfFiles = Array(Self.served(text, from: "assets/\(hash)/").utf8)
        files = Dictionary(
            all.filter { $0.name != "index.html" }.map { ($0.name, PageAsset(name: $0.name, $0.bytes)) }
        ) { first, _ in first }
    }

    private static func served(_ page: String, from assets: String) -> String {
        page.replacing("/\(assets)", with: assets)
            .replacing("<html lang=\"en\">", with: "<html lang=\"en\" data-served=\"files\">")
            .replacing(
                "<meta charset=\"utf-8\">",
                with: """
                    <meta charset="utf-8">
                    <meta http-equiv="Content-Security-Policy" content="\(WebAnswer.policy)">
                    """
            )
            .replacing("/api/meeting", with: "meeting.json")
    }

    /// The file at `/assets/HASH/NAME`.
    func file(_ hash: Substring, _ name: String) -> PageAsset? { hash == self.hash ? files[name] : nil }

    /// FNV-1a of 64 bits: it tells builds apart, and keeps no secret.
    private static func hash(_ files: [(name: String, bytes: [UInt8])]) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for file in files {
            for byte in Array(file.name.utf8) + [0] + file.bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    private static func bytes(base64 text: StaticString) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8CodeUnitCount * 3 / 4)
        var (value, bits) = (UInt32(0), 0)
        for place in 0..<text.utf8CodeUnitCount {
            guard let digit = digit(text.utf8Start[place]) else { break }
            value = value << 6 | digit
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: value >> UInt32(bits)))
            }
        }
        return bytes
    }

    private static func digit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case 0x41...0x5A: UInt32(byte) - 0x41
        case 0x61...0x7A: UInt32(byte) - 0x61 + 26
        case 0x30...0x39: UInt32(byte) - 0x30 + 52
        case 0x2B: 62
        case 0x2F: 63
        default: nil
        }
    }
}
