#pragma once
// The words of SVG 1.1 and 2 that a drawing from a stranger may use, parted by white space.

#include <string_view>

namespace latchkey::content {

/// Elements that draw, group, describe or move. Missing on purpose: script, foreignObject, handler,
/// listener, iframe, embed, audio, video, canvas and all unknown ones.
constexpr std::string_view svg_elements = R"(
a animate animateColor animateMotion animateTransform circle clipPath color-profile cursor defs
desc ellipse feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix
feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG
feFuncR feGaussianBlur feImage feMerge feMergeNode feMorphology feOffset fePointLight
feSpecularLighting feSpotLight feTile feTurbulence filter g hkern image line linearGradient marker
mask metadata mpath path pattern polygon polyline radialGradient rect set solidColor stop style
svg switch symbol text textPath title tref tspan use view)";

/// Attributes with these names, sorted; besides data-… and aria-….
constexpr std::string_view svg_attributes = R"(
accent-height accumulate additive alignment-baseline alphabetic amplitude arabic-form ascent
attributeName attributeType azimuth baseFrequency baseProfile baseline-shift bbox begin bias by
calcMode cap-height class clip clip-path clip-rule clipPathUnits color color-interpolation
color-interpolation-filters color-profile color-rendering contentScriptType contentStyleType
cursor cx cy d descent diffuseConstant direction display divisor dominant-baseline dur dx dy
edgeMode elevation enable-background end exponent externalResourcesRequired fill fill-opacity
fill-rule filter filterRes filterUnits flood-color flood-opacity focusable font-family
font-feature-settings font-size font-size-adjust font-stretch font-style font-variant font-weight
format fr from fx fy g1 g2 glyph-name glyph-orientation-horizontal glyph-orientation-vertical
gradientTransform gradientUnits hanging height horiz-adv-x horiz-origin-x horiz-origin-y href id
ideographic image-rendering in in2 intercept isolation k k1 k2 k3 k4 kernelMatrix kernelUnitLength
kerning keyPoints keySplines keyTimes lang lengthAdjust letter-spacing lighting-color
limitingConeAngle local marker-end marker-mid marker-start markerHeight markerUnits markerWidth
mask mask-type maskContentUnits maskUnits mathematical max media method min mix-blend-mode mode
name numOctaves offset opacity operator order orient orientation origin overflow overline-position
overline-thickness paint-order panose-1 path pathLength patternContentUnits patternTransform
patternUnits pointer-events points pointsAtX pointsAtY pointsAtZ preserveAlpha preserveAspectRatio
primitiveUnits r radius refX refY rendering-intent repeatCount repeatDur requiredExtensions
requiredFeatures restart result role rotate rx ry scale seed shape-rendering side slope space
spacing specularConstant specularExponent spreadMethod startOffset stdDeviation stemh stemv
stitchTiles stop-color stop-opacity strikethrough-position strikethrough-thickness string stroke
stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity
stroke-width style surfaceScale systemLanguage tabindex tableValues target targetX targetY
text-anchor text-decoration text-overflow text-rendering textLength title to transform
transform-origin type u1 u2 underline-position underline-thickness unicode unicode-bidi
unicode-range units-per-em v-alphabetic v-hanging v-ideographic v-mathematical values
vector-effect version vert-adv-y vert-origin-x vert-origin-y viewBox viewTarget visibility
white-space width widths word-spacing writing-mode x x-height x1 x2 xChannelSelector y y1 y2
yChannelSelector z zoomAndPan)";

}  // namespace latchkey::content
