// Looks for what spoils a page: clipped texts, overlapping or cut-off widgets, text that is hard to read.
// Use: QCOMPARE(likeness::test::lookProblems(page), QStringList()); the page must be shown and laid out.
// A widget that lies over others on purpose has the dynamic property "overlay"; one that elides its own text has "elides".
#pragma once

#include <QColor>
#include <QStringList>
#include <QWidget>

namespace likeness::test {

/// WCAG 2 contrast ratio, 1 to 21.
double contrast(const QColor& a, const QColor& b);

/// One line per problem, with the widget's class, name and text; contrast under 4.5:1 counts for enabled widgets.
QStringList lookProblems(QWidget& page);

}  // namespace likeness::test
