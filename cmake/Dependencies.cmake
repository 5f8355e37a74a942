# Third-party packages (all from Debian 12) and the flags every target shares.
find_package(Boost 1.81 REQUIRED COMPONENTS json)
find_package(OpenSSL 3 REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(CURL REQUIRED)
find_package(EXPAT REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(argon2 REQUIRED IMPORTED_TARGET libargon2)
pkg_check_modules(oath REQUIRED IMPORTED_TARGET liboath)
pkg_check_modules(idn2 REQUIRED IMPORTED_TARGET libidn2)
pkg_check_modules(utf8proc REQUIRED IMPORTED_TARGET libutf8proc)
pkg_check_modules(brotli REQUIRED IMPORTED_TARGET libbrotlienc libbrotlidec)
pkg_check_modules(pcre2 REQUIRED IMPORTED_TARGET libpcre2-8)
pkg_check_modules(png REQUIRED IMPORTED_TARGET libpng)
pkg_check_modules(cmark_gfm REQUIRED IMPORTED_TARGET libcmark-gfm)

# libzxcvbn ships no pkg-config file.
find_library(ZXCVBN_LIBRARY zxcvbn REQUIRED)
add_library(PkgConfig::zxcvbn INTERFACE IMPORTED)
target_link_libraries(PkgConfig::zxcvbn INTERFACE ${ZXCVBN_LIBRARY})

# Headers for one file only: libvips is loaded at the first picture.
pkg_check_modules(vips REQUIRED vips)
list(TRANSFORM vips_INCLUDE_DIRS PREPEND -isystem OUTPUT_VARIABLE vips_flags)
set_source_files_properties(src/images/thumb.cpp PROPERTIES
  COMPILE_OPTIONS "${vips_flags}" SKIP_UNITY_BUILD_INCLUSION ON)

add_library(latchkey_flags INTERFACE)
target_compile_options(latchkey_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor
  -Woverloaded-virtual -fno-omit-frame-pointer -fmacro-prefix-map=${CMAKE_SOURCE_DIR}/=)
target_compile_definitions(latchkey_flags INTERFACE LATCHKEY_VERSION="${PROJECT_VERSION}"
  BOOST_ALL_NO_LIB SPDLOG_FMT_EXTERNAL)
# JSON is in the precompiled header, so every target has it; code uses it through formats/json.h.
target_link_libraries(latchkey_flags INTERFACE Threads::Threads Boost::json)
if(LATCHKEY_SANITIZE)
  target_compile_options(latchkey_flags INTERFACE -fsanitize=${LATCHKEY_SANITIZE} -fno-sanitize-recover=all)
  target_link_options(latchkey_flags INTERFACE -fsanitize=${LATCHKEY_SANITIZE})
endif()
if(LATCHKEY_FUZZ)
  target_compile_options(latchkey_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
