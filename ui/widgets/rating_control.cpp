#include "ui/widgets/rating_control.h"

#include <QHBoxLayout>

#include "ui/widgets/theme.h"

namespace likeness::ui {
namespace {

constexpr int kStars = 5, kIcon = 18;

}  // namespace

RatingControl::RatingControl(QWidget* parent) : QWidget(parent), heart_(button(tr("Favourite"))) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(0);
  heart_->setToolTip(tr("Favourite (F)"));
  row->addWidget(heart_);
  row->addSpacing(theme::kSpacing);
  connect(heart_, &QToolButton::clicked, this, [this] { Q_EMIT favouriteChosen(!favourite_); });
  for (int star = 1; star <= kStars; ++star) {
    QToolButton* each = button(tr("%n star(s)", nullptr, star));
    each->setToolTip(tr("%1 (%2)", "star, its key").arg(each->accessibleName()).arg(star));
    connect(each, &QToolButton::clicked, this, [this, star] { Q_EMIT ratingChosen(star == rating_ ? 0 : star); });
    row->addWidget(each);
    stars_.push_back(each);
  }
  showMarks(false, 0);
}

QToolButton* RatingControl::button(const QString& name) {
  auto* made = new QToolButton;
  made->setAutoRaise(true);
  made->setIconSize({kIcon, kIcon});
  made->setFocusPolicy(Qt::TabFocus);
  made->setAccessibleName(name);
  return made;
}

void RatingControl::showMarks(bool favourite, int rating) {
  favourite_ = favourite;
  rating_ = rating;
  heart_->setIcon(theme::icon(favourite ? QStringLiteral("heart-full") : QStringLiteral("heart")));
  for (int star = 0; star < kStars; ++star)
    stars_[static_cast<std::size_t>(star)]->setIcon(theme::icon(star < rating ? QStringLiteral("star-full") : QStringLiteral("star")));
}

}  // namespace likeness::ui
