/**
 * Servers whose memory is known: what each keeps of a request, in bytes, and what must be said about it. `outside` runs without the
 * probe. Sizes are what the allocator hands out, not what the program asked for.
 */
const KB = 1000

/** A Python `bytes` object of `size`, as Python's allocator or, from 512 bytes on, malloc hands it out, with its place in a list. */
const bytesObject = (size) => Math.ceil((size + 33 + (size + 33 > 512 ? 8 : 0)) / 16) * 16 + 9

const python = (name, options) => ({ runtime: 'python', name, requests: 4000, size: 1000, ...options })
const node = (name, options) => ({ runtime: 'node', name, requests: 4000, size: 1000, ...options })

export const cases = [
  // The smallest leaks that must be found.
  python('leak_list', { size: 62, requests: 24_000, leak: bytesObject(62) }),
  python('leak_list', { size: 62, requests: 24_000, probe: 'none', leak: bytesObject(62) }),
  python('leak_list', { size: 100, requests: 6000, leak: bytesObject(100) }),
  python('leak_list', { leak: bytesObject(1000) }),
  python('leak_list', { size: 100 * KB, leak: bytesObject(100 * KB) }),
  python('leak_list', { probe: 'none', requests: 8000, leak: bytesObject(1000) }),
  python('leak_list', { probe: 'none', size: 10 * KB, leak: bytesObject(10 * KB) }),
  python('leak_dict', { leak: 1056 + 32 }),
  python('leak_dict', { probe: 'none', requests: 8000, leak: 1056 + 32 }),
  python('leak_closure', { leak: undefined }),
  python('leak_listener', { size: 10 * KB, leak: undefined }),
  python('leak_cycle_without_collector', { leak: undefined }),
  python('leak_native', { leak: 1008 }),
  python('leak_native', { size: 10 * KB, probe: 'none', leak: 10 * KB + 16 }),
  python('leak_mmap', { leak: 4096 }),
  python('leak_file', { leak: undefined, metric: 'open files', requests: 2000 }),
  python('leak_socket', { leak: undefined, requests: 1500 }),
  python('leak_thread', { leak: undefined, requests: 1500 }),
  python('leak_seldom', { leak: bytesObject(1000) }),
  python('leak_list', { server: 'recycled workers', size: 10 * KB, requests: 6000, leak: bytesObject(10 * KB) }),
  python('leak_list', { server: 'recycled workers', probe: 'none', size: 10 * KB, requests: 6000, leak: bytesObject(10 * KB) }),
  python('clean', { leak: 0 }),
  python('clean', { probe: 'none', leak: 0 }),
  python('clean', { server: 'recycled workers', leak: 0, requests: 6000 }),
  python('clean', { server: 'flask', leak: 0 }),
  python('clean_lru', { leak: 0, requests: 6000 }),
  python('clean_sawtooth', { leak: 0, requests: 12_000 }),
  python('clean_sawtooth', { probe: 'none', leak: 0, requests: 12_000 }),
  python('clean_lazy', { leak: 0, requests: 6000 }),
  python('clean_ring', { leak: 0, requests: 8000 }),
  python('clean_fragmentation', { leak: 0, requests: 8000 }),
  python('clean_fragmentation', { probe: 'none', leak: 0, requests: 8000 }),
  python('clean_cycles', { leak: 0 }),
  python('clean_cow', { server: 'preloaded workers', leak: 0 }),
  python('clean_cow', { server: 'preloaded workers', probe: 'none', leak: 0 }),
  python('clean_log', { leak: 0 }),
  python('clean_mapped', { leak: 0 }),
  python('clean_mapped', { probe: 'none', leak: 0 }),
  python('clean_spike', { leak: 0 }),
  node('leak_list', { size: 160, requests: 3000, leak: 176 + 8 }),
  node('leak_list', { leak: 1016 + 12 }),
  node('leak_list', { size: 100 * KB, leak: 100 * KB + 32 }),
  node('leak_map', { leak: 1016 + 50 }),
  node('leak_closure', { leak: 1016 + 100 }),
  node('leak_listener', { leak: 1016 + 100 }),
  node('leak_buffer', { size: 10 * KB, leak: 10 * KB + 200 }),
  node('leak_objects', { leak: undefined, requests: 6000 }),
  node('leak_promise', { leak: undefined }),
  node('leak_timer', { leak: undefined }),
  node('leak_file', { leak: undefined, metric: 'open files' }),
  node('leak_list', { probe: 'none', leak: undefined, verdict: 'inconclusive' }),
  node('clean', { leak: 0 }),
  node('clean_garbage', { leak: 0 }),
  node('clean_lru', { leak: 0, requests: 6000 }),
  node('clean_ring', { leak: 0, requests: 8000 }),
  node('clean_sawtooth', { leak: 0, requests: 12_000 }),
  node('clean_lazy', { leak: 0, requests: 6000 }),
  node('clean_spike', { leak: 0 }),
  node('clean_garbage', { probe: 'none', leak: 0, verdict: 'not leak' }),
]
