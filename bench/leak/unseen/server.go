// A service in Go; CASE says what it keeps of a request. POST /__gc collects, as `probe: { post: /__gc }` asks for; POST /__live also says
// what is in use then.
package main

import (
	"fmt"
	"net/http"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"sync"
)

var (
	lock  sync.Mutex
	kept  [][]byte
	cache = map[int][]byte{}
	count int
)

func handle(name string) {
	data := make([]byte, 2000)
	for i := range data {
		data[i] = byte(i)
	}
	lock.Lock()
	defer lock.Unlock()
	count++
	switch name {
	case "slices_kept":
		kept = append(kept, data)
	case "goroutines_left":
		go func() {
			<-make(chan int)
			_ = data
		}()
	case "bounded_cache":
		cache[count%700] = data
	case "garbage":
		for range 20 {
			_ = strconv.Itoa(count) + string(data)
		}
	default:
		panic(name)
	}
}

func main() {
	name := os.Getenv("CASE")
	http.HandleFunc("POST /__gc", func(http.ResponseWriter, *http.Request) { debug.FreeOSMemory() })
	http.HandleFunc("POST /__live", func(w http.ResponseWriter, _ *http.Request) {
		debug.FreeOSMemory()
		var memory runtime.MemStats
		runtime.ReadMemStats(&memory)
		fmt.Fprintf(w, `{"live":%d,"committed":%d}`, memory.HeapAlloc+memory.StackInuse, memory.Sys-memory.HeapReleased)
	})
	http.HandleFunc("/other", func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("{}")) })
	http.HandleFunc("/{$}", func(w http.ResponseWriter, _ *http.Request) {
		handle(name)
		w.Header().Set("content-type", "application/json")
		w.Write([]byte(`{"ok":true}`))
	})
	panic(http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), nil))
}
