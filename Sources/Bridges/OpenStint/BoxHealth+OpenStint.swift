import Wire

extension BoxHealth {
    /// What an OpenStint box says of itself, with the limits of its document (docs/decoder-protocol.md of the OpenStint
    /// project): a DC offset of 10, and readings 3 dB above the noise.
    init(_ status: OpenStintStatus, _ readings: LatestReadings) {
        self.init()
        self[.noiseTenthsDb] = Self.tenths(status.noise)
        self[.offsetTenths] = Self.tenths(status.offset)
        self[.offsetTenthsMost] = 100
        self[.framesHeard] = Int64(status.received)
        self[.framesUnderstood] = Int64(status.processed)
        note(readings)
        // Strengths are tenths of a decibel above −100.
        if self[.passings] != nil, let noise = self[.noiseTenthsDb] { self[.strengthLeast] = noise + 1000 + 30 }
    }

    /// Nil of what is no finite number. Cut to what a health can say.
    private static func tenths(_ value: Double) -> Int64? {
        value.isFinite ? Int64((max(-1e6, min(1e6, value)) * 10).rounded()) : nil
    }
}
