"""Leave to fetch from this machine, where all servers of tests are."""

from ipaddress import ip_network

LOOPBACK = (ip_network("127.0.0.0/8"), ip_network("::1/128"))
ENVIRON = {"WATCHER__COLLECT__ALLOW_PRIVATE": ",".join(map(str, LOOPBACK))}
