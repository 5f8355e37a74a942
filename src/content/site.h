#pragma once
// Site, pages and their text, as the API and the templates read them. Part one: read on demand and re-checked by size
// and time at most once a second; an immutable snapshot of the tree replaces the inside later, not this surface.

namespace latchkey::content {

class Content;

}  // namespace latchkey::content
