-- What wrk says at the end, as one line of JSON. Latencies in milliseconds.
done = function(summary, latency)
    local e = summary.errors
    io.write(string.format('{"requests":%d,"seconds":%f,"failed":%d,"p50":%f,"p95":%f,"p99":%f}\n', summary.requests,
        summary.duration / 1e6, e.connect + e.read + e.write + e.status + e.timeout, latency:percentile(50) / 1e3,
        latency:percentile(95) / 1e3, latency:percentile(99) / 1e3))
end
