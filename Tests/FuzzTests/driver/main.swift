import CLibFuzzer
import Fuzz
import Glibc

/// Hands libFuzzer's bytes to the door that LAPWING_FUZZ_DOOR names: not an argument, for libFuzzer starts itself again
/// with arguments of its own.
enum Chosen {
    static let door = getenv("LAPWING_FUZZ_DOOR").flatMap { Door(rawValue: String(cString: $0)) }
}

guard Chosen.door != nil else {
    print(Door.allCases.map(\.rawValue).joined(separator: "\n"))
    exit(2)
}
var count = CommandLine.argc
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
let status = LLVMFuzzerRunDriver(&count, &arguments) { bytes, count in
    do throws(Broken) {
        try Chosen.door?.take(UnsafeRawBufferPointer(start: bytes, count: count))
        return 0
    } catch {
        print("BROKEN: \(error)")
        fflush(nil)
        abort()
    }
}
exit(status)
