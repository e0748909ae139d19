import Foundation
import Glibc
import Testing
import ZeroMQ

@Suite("A key file")
struct KeyFileTests {
    private let path = NSTemporaryDirectory() + "key-\(UUID().uuidString)"

    private func fault(_ body: () throws(KeyFile.Fault) -> CurveKeys) -> KeyFile.Fault? {
        do throws(KeyFile.Fault) {
            _ = try body()
            return nil
        } catch {
            return error
        }
    }

    @Test("is made for its owner alone, and gives the same keys again")
    func made() throws {
        defer { unlink(path) }
        let keys = try KeyFile.make(path)
        var about = stat()
        #expect(stat(path, &about) == 0)
        #expect(about.st_mode & 0o777 == 0o600)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == keys.secret.z85 + "\n")
        let read = try KeyFile.read(path)
        #expect(read.publicKey == keys.publicKey)
        #expect(read.secret.z85 == keys.secret.z85)
    }

    @Test("is never written over")
    func kept() throws {
        defer { unlink(path) }
        let keys = try KeyFile.make(path)
        let refused = fault { () throws(KeyFile.Fault) in try KeyFile.make(path) }
        #expect(refused?.found == "a file that is there already")
        #expect(try KeyFile.read(path).publicKey == keys.publicKey)
    }

    @Test(
        "that others can read is refused, with its mode and the way to mend it",
        arguments: [0o640, 0o604, 0o620, 0o666])
    func open(_ mode: Int) throws {
        defer { unlink(path) }
        let keys = try KeyFile.make(path)
        chmod(path, mode_t(mode))
        let refused = fault { () throws(KeyFile.Fault) in try KeyFile.read(path) }
        #expect(
            refused?.description
                == "\(path): found mode 0\(String(mode, radix: 8)), which lets others at the secret, expected "
                + "a file that only its owner can read; chmod 600 \(path), or make a new key if others may have read it"
        )
        chmod(path, 0o400)
        #expect(try KeyFile.read(path).publicKey == keys.publicKey)
    }

    @Test("that is none, or holds no key, is refused without showing what it holds")
    func wrong() throws {
        defer { unlink(path) }
        #expect(fault { () throws(KeyFile.Fault) in try KeyFile.read(path) }?.found.contains("No such file") == true)
        #expect(fault { () throws(KeyFile.Fault) in try KeyFile.read("/tmp") }?.found == "something that is no file")
        #expect(
            fault { () throws(KeyFile.Fault) in try KeyFile.read("/dev/null") }?.found == "something that is no file")
        let key = try CurveKeys().secret.z85
        for text in ["", key, "\(key)\n\n", "\(key.dropLast())\n", "\(key.dropLast())~\n", " \(key)\n"] {
            unlink(path)
            #expect(FileManager.default.createFile(atPath: path, contents: Data(text.utf8)))
            chmod(path, 0o600)
            let refused = try #require(fault { () throws(KeyFile.Fault) in try KeyFile.read(path) })
            #expect(refused.expected == "40 characters of Z85 and a newline")
            #expect(!refused.description.contains(key.dropLast()))
        }
    }

    @Test("that is a pipe stops nobody")
    func pipe() throws {
        defer { unlink(path) }
        #expect(mkfifo(path, 0o600) == 0)
        #expect(fault { () throws(KeyFile.Fault) in try KeyFile.read(path) }?.found == "something that is no file")
    }
}
