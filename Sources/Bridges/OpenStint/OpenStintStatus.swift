/// The health of an OpenStint box.
package struct OpenStintStatus: Hashable, Sendable, CustomStringConvertible {
    /// Milliseconds since the box began, or of UTC where it runs with `-t`.
    package let time: Int64
    /// Decibels below the most that the radio takes, without a transponder; infinitely many before the box has measured
    /// it.
    package let noise: Double
    /// An error of the radio: above 10 its gain is too large.
    package let offset: Double
    /// Messages of transponders since the last status, heard and understood.
    package let received: UInt32
    package let processed: UInt32

    package init(time: Int64, noise: Double, offset: Double, received: UInt32, processed: UInt32) {
        (self.time, self.noise, self.offset, self.received, self.processed) = (time, noise, offset, received, processed)
    }

    package var description: String {
        "noise \(noise) dB, DC offset \(offset), \(processed) of \(received) frames understood"
    }
}
