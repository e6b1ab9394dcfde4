// Two workers of Node's cluster; CASE chooses as in server.cjs, and `worker_dies` ends one of them, which is then replaced.
const cluster = require('node:cluster')
if (cluster.isPrimary) {
  cluster.fork()
  cluster.fork()
  cluster.on('exit', () => cluster.fork())
} else if (process.env.CASE === 'worker_dies') {
  let n = 0
  require('node:http')
    .createServer((request, response) => {
      if (++n === 500) process.exit(3)
      response.end('{"ok":true}')
    })
    .listen(process.env.PORT, '127.0.0.1')
} else {
  require('./server.cjs')
}
