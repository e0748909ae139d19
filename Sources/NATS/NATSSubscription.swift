import CNATS

/// A subscription whose messages wait in the library, at most some thousands, until they are taken.
package struct NATSSubscription: ~Copyable {
    private let handle: OpaquePointer

    private static var mostWaiting: Int32 { 16_384 }
    private static var mostBytes: Int32 { 16 << 20 }

    init(_ subject: String, of connection: OpaquePointer) throws(NATSFault) {
        var made: OpaquePointer?
        let status = natsConnection_SubscribeSync(&made, connection, subject)
        guard status == NATS_OK, let made else { throw NATSFault("cannot subscribe to \(subject)", status) }
        natsSubscription_SetPendingLimits(made, Self.mostWaiting, Self.mostBytes)
        handle = made
    }

    deinit { natsSubscription_Destroy(handle) }

    /// Nil where none comes in time.
    /// - Throws: when the connection is lost.
    func next(milliseconds: Int64) throws(NATSFault) -> NATSAnswer? {
        var made: OpaquePointer?
        let status = natsSubscription_NextMsg(&made, handle, milliseconds)
        guard status == NATS_OK, let message = made else {
            if status == NATS_TIMEOUT { return nil }
            throw NATSFault("the connection to the server of NATS is lost", status)
        }
        defer { natsMsg_Destroy(message) }
        let count = Int(natsMsg_GetDataLength(message))
        let bytes = natsMsg_GetData(message).map { Array(UnsafeRawBufferPointer(start: $0, count: count)) } ?? []
        return NATSAnswer(
            subject: natsMsg_GetSubject(message).map { String(cString: $0) } ?? "", bytes: bytes,
            isUnheard: natsMsg_IsNoResponders(message))
    }
}
