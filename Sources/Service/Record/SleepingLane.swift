/// A lane whose work another thread may do while the lane's own sleeps.
package protocol SleepingLane: AnyObject, Sendable {
    /// Takes what is in the inbox. False where the lane's thread has to be woken.
    func takeLittle() -> Bool
}
