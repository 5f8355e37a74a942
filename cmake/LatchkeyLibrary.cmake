# latchkey_library(NAME NEEDS neighbour... [LINKS third-party-target...])
# A static library from all sources in src/NAME. NEEDS is the architecture (`./dev layers` checks it);
# LINKS are third-party targets, private to this library, whose one home it is.
function(latchkey_library name)
  cmake_parse_arguments(ARG "" "" "NEEDS;LINKS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${name}/*.cpp)
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  set(target latchkey_${name})
  set(visibility PUBLIC)
  if(sources)
    add_library(${target} STATIC ${sources})
    if(NOT name STREQUAL "core")
      target_precompile_headers(${target} REUSE_FROM latchkey_core)
    else()
      target_precompile_headers(${target} PRIVATE ${CMAKE_SOURCE_DIR}/cmake/precompiled.h)
    endif()
  else()
    add_library(${target} INTERFACE)
    set(visibility INTERFACE)
  endif()
  target_include_directories(${target} ${visibility} ${CMAKE_SOURCE_DIR}/src)
  foreach(neighbour IN LISTS ARG_NEEDS)
    target_link_libraries(${target} ${visibility} latchkey_${neighbour})
  endforeach()
  target_link_libraries(${target} ${visibility} ${ARG_LINKS} latchkey_flags)
endfunction()

# Every preset but fuzz compiles a folder's files together, twelve at a time, in a third of the time. These stay alone: a
# private name of theirs also occurs in a neighbour or in a library.
set_source_files_properties(
  src/accounts/password_store.cpp src/api/blueprints.cpp src/api/field_routes.cpp src/api/items.cpp
  src/api/page_view.cpp src/api/roles.cpp src/api/section_pages.cpp src/api/sections.cpp src/api/system.cpp
  src/api/translations.cpp src/api/users.cpp src/app/control.cpp src/auth/device_cookie.cpp src/blueprint/library.cpp
  src/formats/date.cpp src/formats/dialect_value.cpp src/formats/php_tokens.cpp
  src/formats/yaml_events.cpp src/formats/yaml_print.cpp src/formats/yaml_standard.cpp src/formats/yaml_symfony.cpp src/net/outbox.cpp
  src/store/beneath.cpp src/store/sqlite.cpp
  PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
