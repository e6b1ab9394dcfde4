# The start of an engine in a container, as that of docker:dind: with DOCKER_TLS_CERTDIR it lays keys for clients there and speaks TLS alone.
# a container without all privileges finds these read-only; where it has them, there is nothing to change
for part in /sys/fs/cgroup/*/ /proc/sys; do mount -o remount,bind,rw "$part"; done
keys=/usr/share/engine-keys
if [ -n "$DOCKER_TLS_CERTDIR" ]; then
  mkdir -p "$DOCKER_TLS_CERTDIR/client"
  cp "$keys/client.pem" "$DOCKER_TLS_CERTDIR/client/cert.pem"
  cp "$keys/client-key.pem" "$DOCKER_TLS_CERTDIR/client/key.pem"
  cp "$keys/ca.pem" "$DOCKER_TLS_CERTDIR/client/ca.pem"
  set -- --host tcp://0.0.0.0:2376 --tlsverify --tlscacert "$keys/ca.pem" --tlscert "$keys/server.pem" --tlskey "$keys/server-key.pem" "$@"
else
  set -- --host tcp://0.0.0.0:2375 "$@"
fi
exec dockerd --host unix:///var/run/docker.sock --iptables=false --ip6tables=false "$@"
