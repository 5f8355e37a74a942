#pragma once
// Names people type: case, compatibility forms, IDN domains, account ids.

#include <string>
#include <string_view>

namespace latchkey::accounts {

/// For comparing without regard to case (Unicode full case folding); bytes that are no UTF-8: ASCII
/// only.
std::string fold_case(std::string_view text);

/// Lower case (Unicode simple mapping); bytes that are no UTF-8: ASCII only.
std::string lower_case(std::string_view text);

/// Upper case, as `lower_case`.
std::string upper_case(std::string_view text);
/// The first letter in upper case.
std::string upper_case_first(std::string_view text);

/// One of the ways to write the same letters in Unicode (NFC), so that "é" and "e" with an accent
/// are one; bytes that are no UTF-8 stay.
std::string composed(std::string_view text);

/// An address as somebody asks for it: lower case, composed, its punycode domain decoded. Not
/// trimmed. Source: spec/auth 8, 11.
std::string comparable_email(std::string_view text);

/// One form for all spellings of a login name: trimmed, NFKC, case-folded, domain in ASCII;
/// "user://ID" is ID. For counting only (security S2). Empty for more than 1000 bytes.
std::string counting_name(std::string_view name);

/// Text without markup: `<` before a letter, `/`, `!` or `?` up to the next `>`.
std::string strip_markup(std::string_view text);

/// Whether a folder of that name in site/accounts may be an account: letters, digits, `_ - .`, no
/// dot in front, not account, kirby or nobody.
bool is_account_folder(std::string_view name);
/// Whether a new account may get that id: as above without dots, at most 64 characters.
bool is_new_id(std::string_view id);

/// Whether an account may choose that interface language: an ISO 639-1 code, perhaps with a region
/// (`pt_BR`). Texts we do not have are shown in English.
bool is_known_language(std::string_view code);

}  // namespace latchkey::accounts
