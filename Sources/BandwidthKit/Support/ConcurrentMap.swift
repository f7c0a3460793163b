extension Collection where Self: Sendable, Element: Sendable, Index: Sendable {
    /// The results of `transform` for each element in the order of the elements, at most `width` at work at a time.
    package func concurrentMap<Result: Sendable>(
        width: Int = 8, _ transform: @escaping @Sendable (Element) async -> Result
    ) async -> [Result] {
        var results: [Result] = []
        results.reserveCapacity(count)
        return await concurrentReduce(into: results, width: width, transform) { $0.append($1) }
    }

    /// Adds the results of `transform` to a value in the order of the elements, at most `width` at work at a time.
    ///
    /// No result is kept longer than until those before it are there: of ten thousand not each is in memory twice.
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
                // The first ones get on their way to the network while the others are only begun.
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
