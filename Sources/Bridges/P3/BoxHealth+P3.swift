import Wire

extension BoxHealth {
    /// What a box of P3 says of itself.
    /// - Parameter noiseMost: the most that its noise should be; nil for no limit.
    init(_ status: P3Status, noiseMost: UInt16?) {
        self.init()
        if let noise = status.noise {
            self[.noise] = Int64(noise)
            self[.noiseMost] = noiseMost.map { Int64($0) }
        }
        self[.temperature] = status.temperature.map { Int64($0) }
        self[.voltageTenths] = status.voltage.map { Int64($0) }
        self[.satellites] = status.satellites.map { Int64($0) }
    }
}
