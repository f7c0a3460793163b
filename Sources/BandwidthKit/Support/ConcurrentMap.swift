extension Collection where Self: Sendable, Element: Sendable, Index: Sendable {
    /// Returns the results of `transform` in the order of the elements, running at most `width` transforms at a time.
    package func concurrentMap<Result: Sendable>(
        width: Int = 8, _ transform: @escaping @Sendable (Element) async -> Result
    ) async -> [Result] {
        var results: [Result] = []
        results.reserveCapacity(count)
        return await concurrentReduce(into: results, width: width, transform) { $0.append($1) }
    }

    /// Adds the results of `transform` to a value in the order of the elements, running at most `width` transforms at a
    /// time.
    ///
    /// A result is kept only until all earlier ones have arrived, so that ten thousand of them are not in memory twice.
    package func concurrentReduce<Result: Sendable, Value>(
        into initial: Value, width: Int = 8, _ transform: @escaping @Sendable (Element) async -> Result,
        add: (_ value: inout Value, _ result: Result) -> Void
    ) async -> Value {
        await withTaskGroup(of: (Int, Result).self) { group in
            var value = initial
            var early: [Int: Result] = [:]
            var awaited = 0
            var next = enumerated().makeIterator()
            func startNext() {
                guard let (index, element) = next.next() else { return }
                group.addTask { (index, await transform(element)) }
            }
            for started in 1...Swift.max(1, Swift.min(width, count)) {
                startNext()
                // Lets the first tasks reach the network while the others are still being started.
                if started.isMultiple(of: 8) { await Task.yield() }
            }
            while let (index, result) = await group.next() {
                startNext()
                early[index] = result
                while let result = early.removeValue(forKey: awaited) {
                    add(&value, result)
                    awaited += 1
                }
            }
            return value
        }
    }
}
