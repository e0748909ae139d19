import Glibc
import Recording

/// CPU time, user and system, as the system counts it. It says more than the clock on a machine that others use.
enum ProcessorTime {
    /// Seconds of this thread.
    static var ofThread: Double { seconds(of: CLOCK_THREAD_CPUTIME_ID) }

    /// Seconds of this process with all its threads.
    static var ofProcess: Double { seconds(of: CLOCK_PROCESS_CPUTIME_ID) }

    private static func seconds(of clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Seconds of another process with all its threads, in hundredths; 0 where there is none.
    static func of(_ process: Int32) -> Double {
        // The name in brackets can hold spaces. The third word follows it; user is the 14th, system the 15th.
        guard let text = try? TextFile.text("/proc/\(process)/stat"),
            let fields = text.split(separator: ")").last?.split(separator: " "), fields.count > 12,
            let user = Double(fields[11]), let system = Double(fields[12])
        else { return 0 }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// `1.25 µs CPU`, of so many crossings.
    static func text(_ seconds: Double, of count: Int) -> String {
        "\(BudgetTable.fixed(seconds / Double(max(count, 1)) * 1e6, 2)) µs CPU"
    }
}
