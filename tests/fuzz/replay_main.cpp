// Replays corpus and crash files, then seeded mutations of them, through a fuzz target without
// libFuzzer.
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size);

namespace {

std::vector<std::string> read_all(int argc, char** argv) {
  std::vector<std::string> out;
  for (int i = 1; i < argc; ++i) {
    if (!std::filesystem::is_directory(argv[i])) continue;
    for (auto const& entry : std::filesystem::directory_iterator(argv[i])) {
      std::ifstream in(entry.path(), std::ios::binary);
      out.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    }
  }
  return out;
}

void run(std::string const& bytes) {
  LLVMFuzzerTestOneInput(reinterpret_cast<std::uint8_t const*>(bytes.data()), bytes.size());
}

std::string mutate(std::string bytes, std::mt19937& random) {
  for (unsigned n = 1 + random() % 8; n > 0; --n) {
    auto const at = bytes.empty() ? 0 : random() % bytes.size();
    switch (random() % 4) {
      case 0: bytes.insert(at, 1, static_cast<char>(random())); break;
      case 1:
        if (!bytes.empty()) bytes.erase(at, 1 + random() % 4);
        break;
      case 2:
        if (!bytes.empty()) bytes[at] = static_cast<char>(random());
        break;
      default: bytes.insert(at, bytes.substr(at, random() % 16)); break;
    }
  }
  return bytes;
}

}  // namespace

int main(int argc, char** argv) {
  auto const seeds = read_all(argc, argv);
  if (seeds.empty()) return std::fputs("no corpus found\n", stderr), 1;
  for (auto const& seed : seeds) run(seed);
  std::mt19937 random(20261124);
  constexpr int rounds = 4000;
  for (int i = 0; i < rounds; ++i) run(mutate(seeds[random() % seeds.size()], random));
  std::printf("%zu seeds, %d mutations\n", seeds.size(), rounds);
}
