import Wire

/// Something that must hold and did not.
public struct Broken: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String
}

func demand(_ holds: Bool, _ what: @autoclosure () -> String) throws(Broken) {
    if !holds { throw Broken(description: what()) }
}

/// The value read, or nil when it was refused in words that a person can act on.
func accepted<Value>(_ read: () throws(Refusal) -> Value) throws(Broken) -> Value? {
    let refusal: Refusal
    do throws(Refusal) {
        return try read()
    } catch {
        refusal = error
    }
    try demand(
        !refusal.message.isEmpty && !refusal.expected.isEmpty && !refusal.remedy.isEmpty,
        "a refusal without its reason, what was expected or the remedy: \(refusal)")
    _ = try json(Reply.refusal(refusal))
    return nil
}

/// Sent messages are whole JSON.
func json(_ bytes: some Collection<UInt8>) throws(Broken) -> JSON {
    do throws(Refusal) {
        return try JSON(Array(bytes))
    } catch {
        throw Broken(description: "\(error): \(String(decoding: bytes, as: UTF8.self))")
    }
}

extension [UInt8] {
    /// The bytes as they came out of a message.
    func reading<Value, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        let result: Result<Value, Failure> = withUnsafeBytes { bytes in
            do throws(Failure) { return .success(try body(bytes)) } catch { return .failure(error) }
        }
        return try result.get()
    }
}
