#include "store/remote_disk.h"

#include <sys/vfs.h>

namespace latchkey::store {
namespace {

struct RemoteKind {
  unsigned long type;
  std::string_view name;
};

constexpr RemoteKind remote_kinds[] = {
    {0x6969, "NFS"},        {0x517B, "SMB"},
    {0xFF534D42, "CIFS"},   {0xFE534D42, "SMB2"},
    {0x65735546, "FUSE"},   {0x01021997, "9p"},
    {0x5346414F, "AFS"},    {0x6B414653, "AFS"},
    {0x00C36400, "Ceph"},   {0x73757245, "Coda"},
    {0x01161970, "GFS2"},   {0x7461636F, "OCFS2"},
    {0x0BD00BD0, "Lustre"}, {0x786F4256, "VirtualBox's shared folders"},
};

}  // namespace

std::string_view remote_kind(long type) {
  auto const bits = static_cast<unsigned long>(type) & 0xFFFFFFFFUL;  // signed on 32-bit machines
  for (auto const& kind : remote_kinds)
    if (kind.type == bits) return kind.name;
  return {};
}

std::string_view remote_kind_of(int fd) {
  struct statfs s {};
  return ::fstatfs(fd, &s) == 0 ? remote_kind(static_cast<long>(s.f_type)) : std::string_view();
}

}  // namespace latchkey::store
